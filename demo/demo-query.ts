/** What the demo asks, and what the explorer page opens with. */
export const DEMO_QUERY = `# Norwegian albums of a label that pays well, from files in S3; the albums,
# their artist and their tracks from PostgreSQL; and who listened to these tracks last, from ClickHouse.
# Every service is asked only for what the answer needs.
query AlbumsOfALabel($label: String = "Label 3", $country: String = "NO") {
  musicStoreAlbums(
    where: {
      artist: { country: { _eq: $country } }
      royalties: { year: { _eq: 2025 }, label: { _eq: $label }, rate: { _gte: 0.1 } }
    }
    orderBy: [{ released: DESC }]
    limit: 3
  ) {
    title
    released
    price
    artist {
      name
      genres
    }
    royalties(where: { year: { _gte: 2024 } }, orderBy: [{ year: DESC }]) {
      year
      label
      rate
    }
    tracks(orderBy: [{ milliseconds: DESC }], limit: 2) {
      title
      rating
      plays(where: { device: { _neq: "car" } }, orderBy: [{ listenedAt: DESC }], limit: 2) {
        listenedAt
        country
        device
      }
    }
  }
}
`;

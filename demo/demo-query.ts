/** What the demo asks, and what the explorer page opens with. */
export const DEMO_QUERY = `# The newest albums of artists from Norway, with their longest tracks.
# One GraphQL field, one ClickHouse statement, one statement in PostgreSQL.
query NewestAlbums($country: String = "NO") {
  musicStoreAlbums(
    where: { artist: { country: { _eq: $country } } }
    orderBy: [{ released: DESC }]
    limit: 3
  ) {
    title
    released
    price
    artist {
      name
      genres
      profile
    }
    tracks(orderBy: [{ milliseconds: DESC }], limit: 2) {
      title
      milliseconds
      rating
    }
  }
}
`;

/** The bucket of the demo's S3 server, and what is below it. */
export const ROYALTIES = { bucket: 'label-files', prefix: 'royalties' } as const;

const YEARS = [2023, 2024, 2025] as const;
const ALBUMS = 240;

/**
 * What the labels are owed for each album of the music store: a CSV file for each year, in folders
 * that ClickHouse takes for a column `year`.
 *
 * @returns the key and the content of each object
 */
export function royaltyFiles(): readonly { readonly key: string; readonly content: string }[] {
  return YEARS.map((year) => {
    const rows = Array.from({ length: ALBUMS }, (_, index) => royalty(index + 1, year));
    return {
      key: `${ROYALTIES.prefix}/year=${year}/rates.csv`,
      content: ['album_id,label,rate,paid_on', ...rows, ''].join('\n'),
    };
  });
}

/** `17,Label 3,0.12,2025-05-18` */
function royalty(albumId: number, year: number): string {
  const rate = (8 + ((albumId * 7 + year) % 15)) / 100;
  const day = String(1 + (albumId % 28)).padStart(2, '0');
  const month = String(1 + (albumId % 12)).padStart(2, '0');
  return `${albumId},Label ${albumId % 7},${rate.toFixed(2)},${year}-${month}-${day}`;
}

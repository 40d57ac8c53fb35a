/** `db.example.com:5432`, with brackets around an IPv6 address. */
export function renderEndpoint({
  host,
  port,
}: {
  readonly host: string;
  readonly port: number;
}): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

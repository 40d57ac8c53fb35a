/**
 * Codes of Node.js, which have a prefix, and OpenSSL's verdicts on a certificate, which have none.
 * https://nodejs.org/docs/latest-v20.x/api/tls.html#x509-certificate-error-codes
 */
const TLS_CODES: readonly RegExp[] = [
  /^ERR_(TLS|SSL|OSSL)_/,
  /CERT|^CRL_|^UNABLE_TO_|_CHAIN_|^INVALID_(CA|PURPOSE)$|^PATH_LENGTH_|^HOSTNAME_MISMATCH$/,
];

/** True for a code of a TLS handshake that failed, or of a certificate that is not trusted. */
export function isTlsCode(code: string): boolean {
  return TLS_CODES.some((pattern) => pattern.test(code));
}

/**
 * OpenSSL's certificate verdicts have names without a prefix.
 * https://nodejs.org/docs/latest-v20.x/api/tls.html#x509-certificate-error-codes
 */
export function isTlsCode(code: string): boolean {
  return /^ERR_(TLS|SSL|OSSL)_|CERT|^CRL_|^UNABLE_TO_|_CHAIN_|^INVALID_(CA|PURPOSE)$|^PATH_LENGTH_|^HOSTNAME_MISMATCH$/.test(
    code,
  );
}

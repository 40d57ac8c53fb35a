import { X509Certificate } from 'node:crypto';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/**
 * True for PEM text with at least one readable certificate and no other block: a private key would
 * be kept in clear.
 */
export function isCertificateBundle(text: string): boolean {
  const certificates = text.match(CERTIFICATE) ?? [];
  return (
    certificates.length > 0 &&
    !text.replace(CERTIFICATE, '').includes('-----') &&
    certificates.every(isCertificate)
  );
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    // Node's X509Certificate has no parse function that answers instead of throwing.
    return false;
  }
}

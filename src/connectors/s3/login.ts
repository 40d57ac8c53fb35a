import { GatewayError } from '../../errors/gateway-error';
import type { Secret } from '../../util/secret';
import type { Credentials } from '../contract/credentials';

/** The access key that requests are signed with. */
export interface S3Login {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
}

/**
 * Reads the login among the credentials that a caller gave.
 * @throws GatewayError CREDENTIALS_REQUIRED when one is missing, INVALID_INPUT for a key that no
 *   header can hold
 */
export function readS3Login({ accessKeyId, secretAccessKey }: Credentials): S3Login {
  if (!accessKeyId || secretAccessKey === undefined || secretAccessKey.reveal() === '') {
    throw new GatewayError(
      'CREDENTIALS_REQUIRED',
      'S3 needs credentials.accessKeyId and credentials.secretAccessKey.',
    );
  }
  if (!/^[\x21-\x7e]{1,128}$/.test(accessKeyId) || /[,/]/.test(accessKeyId))
    throw new GatewayError(
      'INVALID_INPUT',
      'credentials.accessKeyId must have 1 to 128 printable characters, without blanks, ' +
        'commas and slashes.',
    );
  if (secretAccessKey.reveal().includes('\0'))
    throw new GatewayError('INVALID_INPUT', 'credentials.secretAccessKey must not hold U+0000.');
  return { accessKeyId, secretAccessKey };
}

/**
 * The program of the child process: s3rver with one key of our own and a log of every request, one
 * JSON line each. It is a text for `node -e`, as that of the embedded ClickHouse is. Environment:
 * S3_MODULE, S3_FOLDER, S3_PORT, S3_KEY_ID, S3_SECRET, and S3_CLOSED_BUCKETS, which are refused as
 * a bucket policy would. s3rver 3.7 lets anonymous requests in and does not verify signatures of
 * version 4: done here. https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
export const S3_HOST_SCRIPT = `
'use strict';
const { createHash, createHmac } = require('node:crypto');
const { dirname, join } = require('node:path');
const { S3_MODULE, S3_FOLDER, S3_PORT, S3_KEY_ID, S3_SECRET, S3_CLOSED_BUCKETS } = process.env;
const S3rver = require(S3_MODULE);
const AWSAccount = require(join(dirname(S3_MODULE), 'models/account'));
const S3Error = require(join(dirname(S3_MODULE), 'models/error'));
AWSAccount.DUMMY_ACCOUNT.revokeAccessKey('S3RVER');
AWSAccount.DUMMY_ACCOUNT.createKeyPair(S3_KEY_ID, S3_SECRET);
const closed = new Set(S3_CLOSED_BUCKETS.split(','));
const hmac = (key, text) => createHmac('sha256', key).update(text).digest();
const encode = (text) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => '%' + c.charCodeAt(0).toString(16).toUpperCase(),
  );

const AUTHORIZATION = new RegExp(
  '^AWS4-HMAC-SHA256 Credential=[^/]+/([0-9]+)/([^/]+)/s3/aws4_request, ?' +
    'SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$',
);

function isSigned({ method, url, headers }) {
  const match = AUTHORIZATION.exec(headers.authorization);
  if (!match) return false;
  const [, date, region, names, signature] = match;
  const [path, query = ''] = url.split('?');
  const parameters = [...new URLSearchParams(query)]
    .map(([name, value]) => encode(name) + '=' + encode(value))
    .sort()
    .join('&');
  const signedHeaders = names
    .split(';')
    .map((name) => name + ':' + headers[name].trim() + '\\n')
    .join('');
  const canonical = [
    method,
    path,
    parameters,
    signedHeaders,
    names,
    headers['x-amz-content-sha256'],
  ].join('\\n');
  const scope = [date, region, 's3', 'aws4_request'].join('/');
  const text = [
    'AWS4-HMAC-SHA256',
    headers['x-amz-date'],
    scope,
    createHash('sha256').update(canonical).digest('hex'),
  ].join('\\n');
  return (
    hmac(scope.split('/').reduce(hmac, 'AWS4' + S3_SECRET), text).toString('hex') === signature
  );
}

const server = new S3rver({
  directory: S3_FOLDER,
  address: '127.0.0.1',
  port: Number(S3_PORT),
  silent: true,
  vhostBuckets: false,
});
server.middleware.unshift(async (context, next) => {
  context.set('Server', 's3rver/' + require(join(dirname(S3_MODULE), '../package.json')).version);
  const key = /Credential=([^/]+)/.exec(context.get('authorization'))?.[1];
  if (key === undefined || closed.has(context.path.split('/')[1]))
    throw new S3Error('AccessDenied', 'Access Denied');
  if (key !== S3_KEY_ID)
    throw new S3Error(
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
    );
  if (!isSigned(context.req))
    throw new S3Error(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
    );
  await next();
});
// Before the body is sent: whoever has read it finds the line.
server.middleware.unshift(async (context, next) => {
  let status = 0;
  try {
    await next();
    status = context.status;
  } catch (error) {
    status = error.status ?? 500;
    throw error;
  } finally {
    const [path, query = ''] = context.req.url.split('?');
    process.stdout.write(
      JSON.stringify({ method: context.method, path: decodeURIComponent(path), query, status }) +
        '\\n',
    );
  }
});
server.run().then(() => process.once('SIGTERM', () => process.exit(0)));
`;

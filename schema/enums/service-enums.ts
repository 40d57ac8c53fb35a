import type { ConnectionRefusal } from '../../src/connectors/contract/access';
import {
  SERVICE_TYPE_TEXTS,
  type ServiceLocation,
  type ServiceType,
} from '../../src/model/service';
import { createEnum } from './create-enum';

export const ServiceTypeEnum = createEnum<ServiceType>(
  'ServiceType',
  'A kind of data system. `integrationSupport` tells what can be done with each.',
  SERVICE_TYPE_TEXTS,
);

export const ServiceLocationEnum = createEnum<ServiceLocation>(
  'ServiceLocation',
  'Who runs a service.',
  {
    MANAGED:
      'Run on the same platform as ClickHouse. Its names in ClickHouse start with `service_`.',
    EXTERNAL:
      "Anyone else's; subject to the operator's host allow-list. Its names in ClickHouse " +
      'start with `endpoint_`.',
  },
);

export const ConnectionRefusalEnum = createEnum<ConnectionRefusal>(
  'ConnectionRefusal',
  'Why a service could not be connected to.',
  {
    UNREACHABLE:
      'Nothing answers at the address in time: the service is down, the address is wrong, or ' +
      'a firewall is in between.',
    TLS_FAILED:
      'The service offers no TLS though it is required, or its certificate was not accepted.',
    AUTHENTICATION_FAILED:
      'The user name or the password is wrong, or the service does not let this user in from here.',
    DATABASE_NOT_FOUND: 'The service let the user in, but has no such database.',
    PERMISSION_DENIED: 'The user exists but may not connect to the database.',
    HOST_NOT_ALLOWED: "The host is outside the operator's allow-list, TRIBUTARY_ALLOWED_HOSTS.",
  },
);

export const SslModeEnum = createEnum<
  'DISABLE' | 'PREFER' | 'REQUIRE' | 'VERIFY_CA' | 'VERIFY_FULL'
>('SslMode', 'How far a connection must be encrypted and its server verified.', {
  DISABLE: 'TLS is not asked for.',
  PREFER: 'TLS when the server offers it, without verifying who it is.',
  REQUIRE: 'TLS or no connection, without verifying who the server is.',
  VERIFY_CA: 'TLS, with a certificate that a trusted authority signed.',
  VERIFY_FULL: 'TLS, with a certificate that a trusted authority signed for this host.',
});

import type { CreateServiceInput } from '../schema/inputs/create-service-input';
import type { CreateServiceRequest } from '../src/integrations/create-service';

export function toServiceRequest({ name, location, ...addresses }: CreateServiceInput): CreateServiceRequest {
  const { postgresql, mysql, kafka, clickhouse, s3, azureBlobStorage } = addresses;
  const given = { POSTGRESQL: postgresql, MYSQL: mysql, KAFKA: kafka, CLICKHOUSE: clickhouse, S3: s3, AZURE_BLOB_STORAGE: azureBlobStorage };
  const present = Object.fromEntries(Object.entries(given).flatMap(([type, address]) => (address ? [[type, { ...address }]] : [])));
  return { name, location, addresses: present };
}

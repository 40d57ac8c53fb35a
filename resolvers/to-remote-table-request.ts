import type { CreateRemoteTableInput } from '../schema/inputs/remote-table-inputs';
import type { RemoteTableRequest } from '../src/management/catalog/describe-requested-table';

export function toRemoteTableRequest(
  input: CreateRemoteTableInput,
): RemoteTableRequest & { readonly service: string | null } {
  return {
    service: input.service ?? null,
    name: input.name,
    schema: input.schema ?? null,
    table: input.table ?? null,
    path: input.path ?? null,
    format: input.format ?? null,
    columns: input.columns ?? null,
    primaryKey: input.primaryKey ?? null,
    fieldName: input.fieldName ?? null,
  };
}

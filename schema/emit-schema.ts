import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { renderManagementSchema } from './build-management-schema';

/**
 * Writes schema/schema.graphql. Run from the repository, after a build: node
 * dist/schema/emit-schema.js
 */
export function emitSchema(): void {
  writeFileSync(resolve('schema', 'schema.graphql'), renderManagementSchema());
}

if (require.main === module) emitSchema();

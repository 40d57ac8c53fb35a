import type { DataModel } from '../model/data-model';
import { LazyMembers } from '../lazy/lazy-members';
import { namedTypes } from '../types/create-table-types';
import { tableMembers } from '../types/table-members';
import type { TypesOf } from '../types/table-types';
import type { TableTypeSource } from './data-schema';

/**
 * The types of all tables by name, each made when it is asked for.
 * @throws Error when two tables have types of the same name
 */
export function tableTypeSource(model: DataModel, types: TypesOf): TableTypeSource {
  const owners = new Map<string, string>();
  let count = 0;
  for (const table of model.tables) {
    for (const name of tableMembers(table).types) owners.set(name, table.id);
    count += tableMembers(table).types.length;
  }
  if (owners.size < count)
    throw new Error(
      'two remote tables have types of the name ' +
        `${firstTwice(model.tables.flatMap((table) => tableMembers(table).types))}`,
    );
  const members = new LazyMembers(
    owners,
    (tableId: string) => new Map(namedTypes(types(tableId)).map((type) => [type.name, type])),
  );
  return {
    has: (name) => members.has(name),
    find: (name) => members.find(name),
    names: () => members.names(),
    rows: () => model.tables.map(({ id }) => types(id).row),
  };
}

function firstTwice(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}

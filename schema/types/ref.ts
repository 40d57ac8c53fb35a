/**
 * The type of a field whose class imports this one in turn. The alias keeps the class out of the decorator metadata,
 * where it would be read before it exists.
 */
export type Ref<T> = T;

import type { ClassifyFailure } from '../errors/source-failure';
import { CONNECTORS } from './list';

/** Asks each connector what a failure means; null when none of them knows it. */
export const classifyFailure: ClassifyFailure = (failure) => {
  for (const { failures } of CONNECTORS.values()) {
    const meaning = failures?.classify(failure) ?? null;
    if (meaning !== null) return meaning;
  }
  return null;
};

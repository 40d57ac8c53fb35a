import { z } from 'zod';
import { SETTINGS_TABLE } from './settings-table';

/** Renders the settings as the Markdown table of docs/reference/settings.md. */
export function renderSettings(): string {
  const rows = Object.entries(SETTINGS_TABLE.shape).map(([name, schema]) => {
    return `| \`${name}\` | ${renderDefault(schema)} | ${schema.description ?? ''} |`;
  });
  return ['| Variable | Default | Meaning |', '|---|---|---|', ...rows].join('\n');
}

function renderDefault(schema: z.ZodType): string {
  const text = schema instanceof z.ZodPrefault ? String(schema.def.defaultValue) : '';
  return text === '' ? 'none' : `\`${text}\``;
}

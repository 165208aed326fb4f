import type { UniverseTable } from '../../universe/universe-definition';
import { listOf, membersOf, textOf } from '../../universe/members';
import type { WikiClient } from '../api/wiki-client';
import type { TableField, TableRow } from '../infobox/table-row';
import { decodeEntities } from '../wikitext/entities';
import { normaliseTitle } from '../wikitext/titles';

type Client = Pick<WikiClient, 'request'>;

/** Rows of pages by their titles. */
export type TableRows = ReadonlyMap<string, TableRow>;

const ROWS_AT_ONCE = 500;

/** Fetches the tables that a universe's definition names. Of several rows of a page the first counts. */
export async function fetchTables(client: Client, tables: readonly UniverseTable[]): Promise<TableRows> {
  const rows = new Map<string, TableRow>();
  for (const table of tables) {
    const ask = table.kind === 'cargo' ? await askCargo(client, table) : askBucket(client, table);
    for (let offset = 0, got = ROWS_AT_ONCE; got >= ROWS_AT_ONCE; offset += got) {
      const answered = await ask(offset);
      got = answered.length;
      for (const { title, row } of answered) if (title !== '' && !rows.has(title)) rows.set(title, row);
    }
  }
  return rows;
}

type Ask = (offset: number) => Promise<{ title: string; row: TableRow }[]>;

/** `action=cargoquery`; lists are told by `action=cargofields`. */
async function askCargo(client: Client, { name, type, fields, image }: UniverseTable): Promise<Ask> {
  const check = checkOf(name);
  const schema = membersOf((await client.request({ action: 'cargofields', table: name }, { check }))['cargofields']);
  const names = [...Object.keys(fields), ...(image === null ? [] : [image])];
  const columns = ['_pageName=page', ...names.map((field, i) => `${field}=f${i}`)].join(',');
  return async (offset) => {
    const asked = { action: 'cargoquery', tables: name, fields: columns, order_by: '_pageID,_ID' };
    const body = await client.request({ ...asked, limit: String(ROWS_AT_ONCE), offset: String(offset) }, { check });
    return listOf(body['cargoquery']).map((entry) => {
      const row = membersOf(entry['title']);
      const read = (field: string): TableField => {
        const { type: kind, isList, delimiter } = membersOf(schema[field]);
        const value = row[`f${names.indexOf(field)}`];
        // Cargo writes values with the marks of HTML, whatever their type.
        const text = typeof value === 'string' || typeof value === 'number' ? decodeEntities(String(value)) : '';
        const list = isList === undefined || isList === false ? [text] : text.split(delimiterOf(delimiter));
        const shown = kind === 'Boolean' && text !== '' ? list.map((one) => yesOrNo(one === '1')) : list;
        const values = shown.map((one) => one.trim()).filter((one) => one !== '');
        return { label: fields[field] ?? field, values, ...(kind === 'Page' && { isPage: true }) };
      };
      return { title: titleOf(row['page']), row: rowOf(type, Object.keys(fields).map(read), image && read(image)) };
    });
  };
}

/** `action=bucket`; a field that may have several values is a list. */
function askBucket(client: Client, { name, type, fields, image }: UniverseTable): Ask {
  const names = ['page_name', ...Object.keys(fields), ...(image === null ? [] : [image])];
  const select = names.map((field) => `'${field}'`).join(',');
  return async (offset) => {
    const query = `bucket('${name}').select(${select}).limit(${ROWS_AT_ONCE}).offset(${offset}).run()`;
    const body = await client.request({ action: 'bucket', query }, { check: checkOf(name) });
    return listOf(body['bucket']).map((row) => {
      const read = (field: string): TableField => {
        const value = row[field];
        const values = (Array.isArray(value) ? value : [value]).flatMap((one) => {
          if (typeof one === 'boolean') return [yesOrNo(one)];
          return typeof one === 'string' || typeof one === 'number' ? [String(one)] : [];
        });
        return { label: fields[field] ?? field, values: values.filter((one) => one !== '') };
      };
      return {
        title: titleOf(row['page_name']),
        row: rowOf(type, Object.keys(fields).map(read), image && read(image)),
      };
    });
  };
}

function rowOf(type: string, fields: TableField[], image: TableField | null | ''): TableRow {
  return { type, fields: fields.filter(({ values }) => values.length > 0), image: (image && image.values[0]) || null };
}

const checkOf = (table: string) =>
  `"tables" in the universe's definition: is there a table "${table}" with these fields`;

function yesOrNo(value: boolean): string {
  return value ? 'Yes' : 'No';
}

function delimiterOf(delimiter: unknown): string {
  if (typeof delimiter !== 'string' || delimiter === '') return ',';
  return delimiter === '\\n' ? '\n' : delimiter;
}

/** Cargo gives titles with the marks of HTML. */
function titleOf(value: unknown): string {
  return normaliseTitle(decodeEntities(textOf(value)));
}

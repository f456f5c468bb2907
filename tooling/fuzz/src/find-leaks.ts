import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";

/**
 * Where in the database a text can be read: `table: row`, in all tables of all schemas that are not Postgres's own, bytes
 * included, and in its files, where deleted rows, indexes, statistics and the write-ahead log lie as well.
 */
export async function findLeaks(pool: pg.Pool, dataDir: string, texts: readonly string[]): Promise<string[]> {
  const inTables = await findInTables(pool, texts);
  return [...inTables, ...(await findInFiles(dataDir, texts))];
}

async function findInTables(pool: pg.Pool, texts: readonly string[]): Promise<string[]> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    // A row as text has its bytes in hexadecimal.
    const forms = texts.flatMap((text) => [text, Buffer.from(text).toString("hex")]);
    const { rows } = await pool.query<{ row: string }>(
      `SELECT t::text AS row FROM ${name} t WHERE t::text LIKE ANY ($1) LIMIT 3`,
      [forms.map((form) => `%${form.replace(/[\\%_]/g, "\\$&")}%`)],
    );
    for (const { row } of rows) found.push(`${name}: ${row.slice(0, 300)}`);
  }
  return found;
}

async function findInFiles(dataDir: string, texts: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // A file of a table that was dropped meanwhile is gone.
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    const text = texts.find((one) => bytes.includes(one));
    if (text !== undefined) found.push(`${path.slice(dataDir.length + 1)}: ${excerpt(bytes, text)}`);
  }
  return found;
}

function excerpt(bytes: Buffer, text: string): string {
  const at = bytes.indexOf(text);
  return JSON.stringify(bytes.subarray(Math.max(0, at - 100), at + 60).toString("latin1"));
}

import { Client } from "pg";

/** Excludes objects that belong to extensions: they are missing if the extension is. */
const OWN = (oid: string, catalog: string): string =>
  `NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = ${oid} AND d.classid = '${catalog}'::regclass AND d.deptype = 'e')`;

const TABLES = `
  SELECT format(E'CREATE %sTABLE %I (\\n%s\\n)%s;',
    CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED ' ELSE '' END, c.relname,
    (SELECT string_agg('  ' || line, E',\\n' ORDER BY kind, place, line) FROM (
       SELECT 1 AS kind, a.attnum AS place, concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
         CASE WHEN a.attnotnull THEN 'NOT NULL' END,
         'DEFAULT ' || pg_get_expr(e.adbin, e.adrelid)) AS line
       FROM pg_attribute a LEFT JOIN pg_attrdef e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
       WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       UNION ALL
       SELECT 2, 0, format('CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid))
       FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u', 'f', 'c', 'x')
     ) AS lines),
    ' WITH (' || (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(c.reloptions) AS o) || ')') AS text
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    AND c.relname <> '_prisma_migrations' AND ${OWN("c.oid", "pg_class")}
  ORDER BY c.relname`;

const COLUMN_OPTIONS = `
  SELECT format('ALTER TABLE %I ALTER COLUMN %I SET (%s);', c.relname, a.attname, array_to_string(a.attoptions, ', ')) AS text
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attoptions IS NOT NULL AND NOT a.attisdropped
  ORDER BY c.relname, a.attname`;

const INDEXES = `
  SELECT pg_get_indexdef(i.indexrelid) || ';' AS text
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
  WHERE c.relnamespace = 'public'::regnamespace AND t.relname <> '_prisma_migrations'
    AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
  ORDER BY t.relname, c.relname`;

const TRIGGERS = `
  SELECT pg_get_triggerdef(g.oid) || ';' AS text FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid
  WHERE NOT g.tgisinternal AND t.relnamespace = 'public'::regnamespace ORDER BY t.relname, g.tgname`;

const FUNCTIONS = `
  SELECT p.proname AS name, pg_get_functiondef(p.oid) || ';' AS text FROM pg_proc p
  WHERE p.pronamespace = 'public'::regnamespace AND p.prokind IN ('f', 'p') AND ${OWN("p.oid", "pg_proc")}
  ORDER BY p.proname, pg_get_function_identity_arguments(p.oid)`;

const SECTIONS = [TABLES, COLUMN_OPTIONS, INDEXES, TRIGGERS];

const HEADER = `-- The schema "public" after all migrations: to read, and to see in a change what a migration does. Its functions lie
-- in the folder beside it, one a file. Written by pnpm --filter @pragma/db schema:dump; a test holds it against a migrated database.
`;

const FUNCTION_HEADER = "-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.\n";

/** A migrated database as SQL. */
export interface SchemaDump {
  /** Tables, indexes and triggers. */
  tables: string;
  /** Functions by file name. Overloads of one name share a file. */
  functions: ReadonlyMap<string, string>;
}

/**
 * The whole schema of a migrated database as SQL, sorted by name. Read from the catalogs, since the embedded PostgreSQL
 * has no pg_dump.
 */
export async function dumpSchema(url: string): Promise<SchemaDump> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    // Names on the search path are written without their schema.
    await client.query("SET search_path = public");
    const parts = [HEADER];
    for (const section of SECTIONS) {
      const { rows } = await client.query<{ text: string }>(section);
      parts.push(...rows.map(({ text }) => `${text.trimEnd()}\n`));
    }
    return { tables: parts.join("\n"), functions: await dumpFunctions(client) };
  } finally {
    await client.end();
  }
}

async function dumpFunctions(client: Client): Promise<Map<string, string>> {
  const functions = new Map<string, string>();
  const { rows } = await client.query<{ name: string; text: string }>(FUNCTIONS);
  for (const { name, text } of rows) {
    const file = `${name}.sql`;
    functions.set(file, `${functions.get(file) ?? FUNCTION_HEADER}\n${text.trimEnd()}\n`);
  }
  return functions;
}

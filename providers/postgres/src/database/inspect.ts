import type { Session } from "../server/session.ts";
import type { DatabaseConfig } from "./config.ts";

/** What a database is like, whatever was declared. */
export interface DatabaseFacts {
  owner: string;
  encoding: string;
  collate: string;
  ctype: string;
  connectionLimit: number;
}

/** A database as the server has it. */
export interface ExistingDatabase extends DatabaseFacts {
  isTemplate: boolean;
  /** Whether its encoding is the one asked for, under any of its names; true if none was. */
  encodingFits: boolean;
}

/** Columns of pg_database that tell the facts. */
export const FACTS = `pg_get_userbyid(datdba) AS owner, pg_encoding_to_char(encoding) AS encoding, datcollate AS collate,
            datctype AS ctype, datconnlimit AS "connectionLimit"`;

/** Looks a database up; null if there is none of that name. */
export async function inspectDatabase(
  session: Session,
  { name, encoding }: Pick<DatabaseConfig, "name" | "encoding">,
): Promise<ExistingDatabase | null> {
  const [database] = await session.query<ExistingDatabase>(
    `SELECT ${FACTS}, datistemplate AS "isTemplate",
            $2::text IS NULL OR encoding = pg_char_to_encoding($2) AS "encodingFits"
     FROM pg_database WHERE datname = $1`,
    [name, encoding ?? null],
  );
  return database ?? null;
}

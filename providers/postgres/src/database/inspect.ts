import type { Session } from "../server/session.ts";
import type { DatabaseConfig } from "./config.ts";

/** A database as the server has it. */
export interface ExistingDatabase {
  owner: string;
  /** Whether the owner is the account this session works with. */
  ownedBySelf: boolean;
  isTemplate: boolean;
  encoding: string;
  /** Whether that is the encoding asked for, under any of its names; true if none was. */
  encodingFits: boolean;
  collate: string;
  ctype: string;
  connectionLimit: number;
}

/** Looks a database up; null if there is none of that name. */
export async function inspectDatabase(
  session: Session,
  { name, encoding }: Pick<DatabaseConfig, "name" | "encoding">,
): Promise<ExistingDatabase | null> {
  const [database] = await session.query<ExistingDatabase>(
    `SELECT pg_get_userbyid(datdba) AS owner, pg_get_userbyid(datdba) = session_user AS "ownedBySelf",
            datistemplate AS "isTemplate", pg_encoding_to_char(encoding) AS encoding,
            $2::text IS NULL OR encoding = pg_char_to_encoding($2) AS "encodingFits", datcollate AS collate, datctype AS ctype,
            datconnlimit AS "connectionLimit"
     FROM pg_database WHERE datname = $1`,
    [name, encoding ?? null],
  );
  return database ?? null;
}

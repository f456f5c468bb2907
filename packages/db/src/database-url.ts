import pg from "pg";

/** The form of a database's address, in words for operators. */
export const DATABASE_URL_FORM =
  "must look like postgresql://user:password@host:5432/database, with %23 for # and the like in a password";

/** Whether the driver can read it as an address of a database. Files that it names, of authorities, need not exist. */
export function isDatabaseUrl(text: string): boolean {
  if (!/^postgres(?:ql)?:\/\//.test(text)) return false;
  try {
    new pg.Client({ connectionString: text });
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ERR_INVALID_URL");
  }
}

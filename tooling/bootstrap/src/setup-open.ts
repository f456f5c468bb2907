import { createDatabase, createPool } from "@pragma/db";
import { isSignInPossible } from "@pragma/db/queries";

/** Whether the first account is still to be made in the dashboard. */
export async function isSetupOpen(databaseUrl: string): Promise<boolean> {
  const pool = createPool({ url: databaseUrl, name: "pragma-start", max: 1 });
  try {
    return !(await isSignInPossible(createDatabase(pool)));
  } finally {
    await pool.end();
  }
}

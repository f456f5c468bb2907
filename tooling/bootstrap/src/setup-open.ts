/** Whether the first account is still to be made in the dashboard. For after the build, which generates what this needs. */
export async function isSetupOpen(databaseUrl: string): Promise<boolean> {
  const [{ createDatabase, createPool }, { isSignInPossible }] = await Promise.all([
    // Loaded here: in a fresh clone the client of the database is not there when the start begins.
    import("@pragma/db"),
    import("@pragma/db/administration"),
  ]);
  const pool = createPool({ url: databaseUrl, name: "pragma-start", max: 1 });
  try {
    return !(await isSignInPossible(createDatabase(pool)));
  } finally {
    await pool.end();
  }
}

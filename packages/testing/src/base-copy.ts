import { chown, cp, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { withClient } from "./admin.ts";

/** Files that belong to the running server alone, or comes with the log (PostgreSQL's manual, "Base Backup Using the Low Level API"). */
const LEFT_OUT = new Set(["postmaster.pid", "postmaster.opts", "pg_wal", "pg_replslot", "pg_stat_tmp", "pg_subtrans"]);
/** Folders that a server expects to find, even if empty. */
const EXPECTED = ["pg_wal", "pg_wal/archive_status", "pg_wal/summaries", "pg_replslot", "pg_stat_tmp", "pg_subtrans"];

/**
 * Copies the files of a running server for a standby, which gets the log from there. The embedded server comes without
 * `pg_basebackup`.
 * @param url of its superuser
 * @param target must not exist
 */
export async function copyForStandby(server: { url: string; dataDir: string }, target: string): Promise<void> {
  await withClient(server.url, async (client) => {
    await client.query("SELECT pg_backup_start('standby', true)");
    await cp(server.dataDir, target, {
      recursive: true,
      filter: (path) => !LEFT_OUT.has(relative(server.dataDir, path).split(sep)[0] ?? ""),
    });
    const { rows } = await client.query<{ labelfile: string }>("SELECT labelfile FROM pg_backup_stop(false)");
    await writeFile(join(target, "backup_label"), rows[0]?.labelfile ?? "", { mode: 0o600 });
  });
  for (const folder of EXPECTED) await mkdir(join(target, folder), { recursive: true, mode: 0o700 });
  const { hostname, port, username, password } = new URL(server.url);
  const connection = `host=${hostname} port=${port} user=${username} password=${password}`;
  await writeFile(join(target, "postgresql.auto.conf"), `primary_conninfo = '${connection}'\n`, { mode: 0o600 });
  await writeFile(join(target, "standby.signal"), "", { mode: 0o600 });
  // As which account the server runs is the owner of its files.
  const { uid, gid } = await stat(server.dataDir);
  for (const name of ["", ...(await readdir(target, { recursive: true }))]) await chown(join(target, name), uid, gid);
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { migrate } from "@pragma/db/migrate";
import {
  createPostgresFolder,
  hasInstalledPostgres,
  type InstalledServer,
  type PostgresFolder,
  withClient,
} from "@pragma/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { createWorld } from "./support/world.ts";

const GUIDE = join(import.meta.dirname, "..", "..", "..", "docs", "guides", "operating.md");
const READY = ["a", "b", "c"];

/** The commands of the guide's section about backups, in its order. */
function commandsOfGuide(): string[] {
  const [section = ""] = /^## Backup\n[\s\S]*?(?=^## )/m.exec(readFileSync(GUIDE, "utf8")) ?? [];
  return [...section.matchAll(/^```bash\n([\s\S]*?)^```$/gm)].map(([, commands = ""]) => commands);
}

const [DUMP = "", RESTORE = "", BASE_BACKUP = ""] = commandsOfGuide();

/** How a backup is taken, and then served by a fresh server. */
interface Way {
  backUp(folder: PostgresFolder, server: InstalledServer): Promise<unknown>;
  restore(folder: PostgresFolder): Promise<InstalledServer>;
}

async function createOwner(server: InstalledServer): Promise<void> {
  await withClient(server.url("postgres", "postgres"), (client) => client.query("CREATE ROLE pragma_owner LOGIN"));
}

/** Each with the tags of its test. */
const WAYS: [string, Way, string[]][] = [
  [
    "a dump",
    {
      backUp: (folder, server) => folder.bash(DUMP, { DATABASE_URL: server.url("pragma_owner", "pragma") }),
      async restore(folder) {
        const server = await folder.serve("fresh");
        await createOwner(server);
        await folder.bash(RESTORE, { PGHOST: "127.0.0.1", PGPORT: String(server.port), PGUSER: "postgres" });
        return server;
      },
    },
    [],
  ],
  [
    "a base backup",
    {
      async backUp(folder, server) {
        const create = "CREATE ROLE backup LOGIN REPLICATION";
        await withClient(server.url("postgres", "postgres"), (client) => client.query(create));
        await folder.bash(BASE_BACKUP, { BACKUP_DATABASE_URL: server.url("backup", "postgres") });
      },
      restore: (folder) => folder.serve("base-backup"),
    },
    ["thorough"],
  ],
];

describe.skipIf(!hasInstalledPostgres)("restored from (skipped where PostgreSQL's programs are not installed)", () => {
  for (const [name, way, tags] of WAYS)
    it(`${name}, on a fresh server, a worker goes on and creates nothing again`, {
      tags,
      timeout: 180_000,
    }, async () => {
      const folder = await createPostgresFolder();
      onTestFinished(() => folder.remove());
      const server = await folder.serve("data");
      await createOwner(server);
      const administer = "CREATE DATABASE pragma OWNER pragma_owner";
      await withClient(server.url("postgres", "postgres"), (client) => client.query(administer));
      const url = server.url("pragma_owner", "pragma");
      await migrate(url);
      const { world, close } = await createWorld(url);
      onTestFinished(close);

      const before = await world.launchWorker();
      for (const name of READY) await world.object(name);
      await world.allReady(READY.length);
      await before.stop();
      await world.object("pending");
      await world.object("created-since");
      await way.backUp(folder, server);
      const since = await world.launchWorker();
      await world.reaches("objects/object/created-since", "ready");
      await since.stop();
      const created = world.folder.calls("created-since");

      const restored = world.on((await way.restore(folder)).url("pragma_owner", "pragma"));
      await restored.startWorker();
      await restored.allReady(READY.length + 2);
      expect(world.folder.names()).toEqual([...READY, "created-since", "pending"].toSorted());
      for (const name of READY) expect(world.folder.calls(name).filter((call) => call === "create")).toHaveLength(1);
      expect(world.folder.calls("created-since").slice(created.length)).not.toContain("create");
      await restored.object("a", { text: "changed" });
      await expect.poll(() => world.folder.text("a")).toContain("changed");
      await restored.allReady(READY.length + 2);
      expect(await restored.leftovers()).toEqual({ unsettled: 0, leases: 0, locked: 0 });
    });
});

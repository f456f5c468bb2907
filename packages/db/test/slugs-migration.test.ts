import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { expect, it, onTestFinished } from "vitest";
import { migrate } from "../src/migrate/index.ts";
import { databaseBefore } from "./support/database-before.ts";

const FIRST_WITH_SLUGS = "0020_slugs";

it("existing organizations get slugs from their names, the oldest one unchanged", async () => {
  const database = await databaseBefore(FIRST_WITH_SLUGS);
  const client = new Client({ connectionString: database.url });
  await client.connect();
  onTestFinished(() => client.end());
  const names = ["Acme", "Café Zürich", "acme!", "北京", "ACME", randomUUID()];
  for (const [age, name] of names.entries()) {
    await client.query(
      `INSERT INTO organizations (id, name, created_at)
       VALUES ($1, $2, now() - interval '1 day' + $3 * interval '1 minute')`,
      [randomUUID(), name, age],
    );
  }

  await migrate(database.url);
  const { rows } = await client.query<{ slug: string }>("SELECT slug FROM organizations ORDER BY created_at");
  expect(rows.map(({ slug }) => slug)).toEqual([
    "acme",
    "cafe-zurich",
    "acme-2",
    expect.stringMatching(/^org-[0-9a-f]{6}$/),
    "acme-3",
    expect.stringMatching(/^org-[0-9a-f]{6}$/),
  ]);
  // As a program of the version before goes on to insert them while others are replaced.
  await client.query("INSERT INTO organizations (id, name) VALUES ($1, 'Acme')", [randomUUID()]);
  const { rows: after } = await client.query("SELECT slug FROM organizations WHERE slug = 'acme-4'");
  expect(after).toHaveLength(1);
});

import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { expect, it, onTestFinished } from "vitest";
import { migrate } from "../src/migrate/index.ts";
import { databaseBefore } from "./support/database-before.ts";

const FIRST_WITH_PROOFS = "0016_proven_addresses";

it("existing accounts and organizations keep what they have, and count as confirmed if something vouches for them", async () => {
  const database = await databaseBefore(FIRST_WITH_PROOFS);
  const client = new Client({ connectionString: database.url });
  await client.connect();
  onTestFinished(() => client.end());

  const organization = randomUUID();
  const ids = new Map<string, string>();
  await client.query("INSERT INTO organizations (id, name) VALUES ($1, 'Acme')", [organization]);
  const names = ["first", "linked", "linked-moved", "invited-by-name", "invited-moved", "invited-openly"];
  for (const [age, name] of names.entries()) {
    const id = randomUUID();
    ids.set(name, id);
    await client.query(
      `INSERT INTO users (id, email, password_hash, created_at)
       VALUES ($1, $2, 'hash', now() - interval '1 day' + $3 * interval '1 minute')`,
      [id, `${name}@example.com`, age],
    );
    await client.query("INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, 'member')", [
      organization,
      id,
    ]);
    if (name.startsWith("linked")) {
      await client.query(
        "INSERT INTO oauth_accounts (provider, provider_account_id, user_id) VALUES ('oidc', $1::text, $1::uuid)",
        [id],
      );
    }
    if (name.startsWith("invited")) {
      await client.query(
        `INSERT INTO invitations (id, organization_id, role, email, token_hash, created_by, expires_at, accepted_by)
         VALUES ($1, $2, 'member', $3, sha256(convert_to($4::text, 'UTF8')), $5, now(), $6)`,
        [
          randomUUID(),
          organization,
          name === "invited-openly" ? null : `${name}@example.com`,
          id,
          ids.get("first"),
          id,
        ],
      );
    }
    const former = name.endsWith("moved") ? "old@example.com" : `${name}@example.com`;
    await client.query(
      `INSERT INTO audit_entries (organization_id, actor, action, target, outcome, correlation_id, details)
       VALUES ($1, '{}', 'account.update', $2::text, 'success', 'r', jsonb_build_object('email', $3::text, 'former_email', $4::text))`,
      [organization, id, `${name}@example.com`, former],
    );
  }

  await migrate(database.url);
  const { rows } = await client.query(
    `SELECT split_part(u.email, '@', 1) AS name, u.email_proven_at IS NOT NULL AS proven, u.operator,
       u.password_hash AS password, count(m.*)::int AS memberships
     FROM users u JOIN memberships m ON m.user_id = u.id GROUP BY u.id ORDER BY u.created_at`,
  );
  const kept = { password: "hash", memberships: 1 };
  expect(rows).toEqual([
    { name: "first", proven: true, operator: true, ...kept },
    { name: "linked", proven: true, operator: false, ...kept },
    { name: "linked-moved", proven: false, operator: false, ...kept },
    { name: "invited-by-name", proven: true, operator: false, ...kept },
    { name: "invited-moved", proven: false, operator: false, ...kept },
    { name: "invited-openly", proven: false, operator: false, ...kept },
  ]);
  expect((await client.query("SELECT may_push FROM organizations")).rows).toEqual([{ may_push: true }]);
  await client.query("INSERT INTO organizations (id, name) VALUES (gen_random_uuid(), 'New')");
  expect((await client.query("SELECT may_push FROM organizations WHERE name = 'New'")).rows).toEqual([
    { may_push: false },
  ]);
});

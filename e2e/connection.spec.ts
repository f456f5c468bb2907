import { createReplica, type Replica } from "./support/replica.ts";
import { signIn } from "./support/sign-in.ts";
import { test as base, expect } from "./support/test.ts";

const test = base.extend<{ replica: Replica }>({
  replica: async ({ stack }, provide) => {
    const replica = await createReplica(stack);
    await replica.start();
    await provide(replica);
    await replica.stop();
  },
});

test("says that the server is away for as long as it is, and recovers automatically", async ({
  page,
  owner,
  replica,
  complaints,
}) => {
  // A replica that comes up answers 503 until it can do more, whatever it is asked.
  complaints.expect(/net::ERR_/, /status of 503 .*\/api\/trpc\//);
  await signIn(page, owner, replica.webUrl);
  const banner = page.getByRole("alert").filter({ hasText: "The server cannot be reached" });
  const live = page.getByRole("status").filter({ hasText: "Live" });
  await expect(live).toBeVisible();
  await expect(banner).toBeHidden();

  await replica.kill();
  await expect(banner).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "Offline" })).toBeVisible();

  await replica.start();
  await expect(banner).toBeHidden();
  await expect(live).toBeVisible();
});

import type { Pragma } from "@pragma/sdk";
import { defineCommand } from "../../framework/command.ts";
import { makeClient } from "../../session/session.ts";

export const command = defineCommand({
  description:
    "A token that cannot be revoked, for example because the API cannot be reached, is forgotten anyway, with a warning.",
  examples: [
    { does: "Log out of the current context", run: "pragma auth logout" },
    { does: "Log out of another one", run: "pragma auth logout --context staging" },
  ],
  async run({ session }) {
    const { apiUrl, context, sources } = await session.config();
    const store = await session.store();
    const token = context === null ? null : await store.token(context);
    const revoked = token !== null && (await revoke(await makeClient(apiUrl, token), token));
    const forgotten = context !== null && (await store.deleteToken(context));
    if (forgotten && !revoked) session.note("The token could not be revoked: it stays valid until it expires.");
    if (sources.token === "environment") session.note("A token from the environment is still in use.");
    await session.emit({ context, forgotten, revoked }, () =>
      forgotten ? `Logged out of ${context}` : `You were not logged in${context === null ? "" : ` to ${context}`}`,
    );
  },
});

/** @returns whether it is known to have ended */
async function revoke(client: Pragma, token: string): Promise<boolean> {
  try {
    return (await revokeOwn(client)) || (await revokeListed(client, token));
  } catch (error) {
    // It is already revoked or expired.
    return error instanceof Error && error.name === "AuthenticationError";
  }
}

/** @returns false if the API's version does not support it */
async function revokeOwn(client: Pragma): Promise<boolean> {
  try {
    await client.tokens.revokeOwn({ maxRetries: 0 });
    return true;
  } catch (error) {
    if (error instanceof Error && /^(NotFoundError|PermissionDeniedError)$/.test(error.name)) return false;
    throw error;
  }
}

/** For a token that may revoke tokens. */
async function revokeListed(client: Pragma, token: string): Promise<boolean> {
  for await (const { id, prefix } of client.tokens.list({ maxRetries: 0 })) {
    if (!token.startsWith(prefix)) continue;
    await client.tokens.revoke(id);
    return true;
  }
  return false;
}

import "server-only";
import { services } from "~/server/services.ts";
import { writeLoginSecret } from "./cookie.ts";
import { requestClient } from "./request-client.ts";

/** Signs a user in whose identity has just been established. For actions and route handlers. */
export async function enter(userId: string): Promise<void> {
  const { core, useCases } = services();
  const { secret } = await useCases.startLogin(core, { userId, client: await requestClient() });
  await writeLoginSecret(secret);
}

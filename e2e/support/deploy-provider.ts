import { expect } from "@playwright/test";
import type { Api } from "./api.ts";

/** Pushes the package of a provider, and deploys it once it is built. It is in use when this ends. */
export async function deployProvider(api: Api, provider: string, archive: Buffer): Promise<void> {
  const pushed = await api.upload(`/providers/${provider}/push`, "code", archive);
  expect(pushed.status, await pushed.clone().text()).toBe(202);
  const { version } = (await pushed.json()) as { version: string };
  const statusAt = async (path: string) => (await (await api.get(`/providers/${provider}/${path}`)).json()).status;
  await expect.poll(() => statusAt(`builds/${version}`)).toBe("success");
  expect((await api.post(`/providers/${provider}/deploy`, { version })).status).toBe(202);
  await expect.poll(() => statusAt("deployment")).toBe("available");
}

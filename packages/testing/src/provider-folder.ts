import { chmod, chown } from "node:fs/promises";
import { temporaryFolder } from "./temporary-folder.ts";

/** Needs no entry in /etc/passwd. */
const ACCOUNT = 1_899_999_999;

/** A new folder that a worker can open to a provider, which runs as its owner: that must not be root. Tests may write there, too. */
export async function providerFolder(): Promise<string> {
  const folder = await temporaryFolder();
  await chmod(folder, 0o755);
  if (process.getuid?.() === 0) await chown(folder, ACCOUNT, ACCOUNT);
  return folder;
}

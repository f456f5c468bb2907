import { lchownSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Gives a folder and all in it to an account. Links are given, not followed. A file that has a second name is left to
 * root: it might be one of the platform's own, linked to by whoever wrote here before.
 */
export function handOverFiles(path: string, uid: number): void {
  const stats = lstatSync(path);
  if (!stats.isDirectory()) {
    if (stats.nlink === 1 || stats.uid !== 0) lchownSync(path, uid, uid);
    return;
  }
  lchownSync(path, uid, uid);
  for (const name of readdirSync(path)) handOverFiles(join(path, name), uid);
}

import { join } from "node:path";
import { IMAGES } from "./contents.ts";
import { copyPackages } from "./copy-packages.ts";
import { copyWeb } from "./copy-web.ts";

/**
 * `node tooling/build/src/image/main.ts api|worker|migrate|web folder`: what an image has, as a folder. After the build,
 * which for `web` has to be one with `PRAGMA_WEB_STANDALONE=1`.
 */
const [name = "", folder] = process.argv.slice(2);
const root = join(import.meta.dirname, "../../../..");
if (folder === undefined) throw new Error("usage: main.ts api|worker|migrate|web folder");
if (name === "web") await copyWeb(root, folder);
else if (Object.hasOwn(IMAGES, name)) await copyPackages(root, folder, IMAGES[name as keyof typeof IMAGES]);
else throw new Error(`there is no image ${name}`);

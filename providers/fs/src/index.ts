import { defineProvider } from "@pragma/sdk/provider";
import { connection } from "./connection.ts";
import { directory } from "./directory/index.ts";
import { file } from "./file/file.ts";
import { template } from "./file/template.ts";

/** Provider of objects on the disk of the machine where the worker runs, below a folder that the config names. */
export default defineProvider({ connection, resources: { file, template, directory } });

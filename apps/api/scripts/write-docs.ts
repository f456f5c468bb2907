import { writeFileSync } from "node:fs";
import { errorsPage } from "../src/docs/errors-page.ts";
import { openapiText } from "../src/openapi/document.ts";

/** Writes the pages and documents that are made from code. A test fails when they are not up to date. */
const docs = new URL("../../../docs/", import.meta.url);
writeFileSync(new URL("errors.md", docs), errorsPage());
writeFileSync(new URL("openapi.json", docs), openapiText("http://localhost:8000"));

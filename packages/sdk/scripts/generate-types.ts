import { writeFileSync } from "node:fs";
import { GENERATED, openapiTypes } from "./openapi-types.ts";

writeFileSync(GENERATED, await openapiTypes());

import { SHIPPED_ORGANIZATION_ID } from "../../ids.ts";

const versionOf = (owner: string) => `(SELECT v.version FROM type_versions v WHERE v.organization_id = ${owner})`;

/**
 * The version of the types that the organization sees, for statements that read the basis of a decision by type. Equals
 * the function `types_version`, which writing statements use, without the cost of a call.
 */
export const typesVersion = `(${versionOf(`'${SHIPPED_ORGANIZATION_ID}'`)} || COALESCE('.' || ${versionOf("$1::uuid")}, ''))`;

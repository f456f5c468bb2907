export { changeRole } from "./change-role.ts";
export { changeSlug } from "./change-slug.ts";
export { createOrganization, mayCreateOrganization } from "./create-organization.ts";
export { findByAddress } from "./find-by-address.ts";
export { listMembers } from "./list-members.ts";
export { leaveOrganization, removeMember } from "./remove-member.ts";
export { renameOrganization } from "./rename-organization.ts";
export { transferOwnership } from "./transfer-ownership.ts";
export { visitOrganization } from "./visit-organization.ts";

export { confirmEmailOf, refuseEmailOf } from "./decide-email.ts";
export { listAccounts } from "./list-accounts.ts";
export { listAllOrganizations } from "./list-all-organizations.ts";
export { listEmailsToConfirm } from "./list-emails-to-confirm.ts";
export { listLimits } from "./list-limits.ts";
export { changeLimit, setLimit } from "./set-limit.ts";
export { setOperator } from "./set-operator.ts";
export { setPushGrant } from "./set-push-grant.ts";

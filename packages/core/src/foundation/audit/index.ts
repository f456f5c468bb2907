export { type AuditQuery, listAudit } from "./list-audit.ts";
export { type AuditContext, type AuditFacts, recordAudit } from "./record-audit.ts";

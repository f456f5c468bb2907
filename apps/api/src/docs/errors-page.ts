import { STATUS_CODES } from "node:http";
import { ERROR_REGISTRY, type ErrorCode } from "@pragma/core/errors";
import { HTTP_ERROR_REGISTRY, type HttpErrorCode, statusOf } from "../http/error-codes.ts";

const intro = `# Errors

<!-- Generated from the registries in packages/core/src/foundation/common/errors.ts and apps/api/src/http/error-codes.ts: pnpm --filter @pragma/api run docs -->

Every error is \`{"detail": …}\`, and \`detail\` is one of

- a string;
- for 422, an array of \`{"loc": ["body", "config", "size"], "msg": "…", "type": "…"}\`, one for each thing wrong;
- an object with \`message\` and facts that a program can act on: \`resource_id\`; \`current_state\`, \`target_state\`;
  \`missing_dependencies\`, \`not_ready_dependencies\`; \`field\`, \`reference_provider\`, \`reference_resource\`,
  \`reference_name\`; \`dependents\`; \`protected\`; \`cycle\`; \`quota\`, \`limit\`, \`used\`.

With \`Accept: application/problem+json\` the same comes as RFC 9457: \`type\` is \`urn:pragma:error:\` and the code below,
facts are extension members, the array is \`errors\`, and \`instance\` holds the \`X-Request-Id\`.

An error means that nothing was written. The \`X-Request-Id\` of the answer is in the server's log.
`;

/** docs/errors.md: every code, when it is thrown, and how a caller recovers. */
export function errorsPage(): string {
  const codes = [...Object.keys(ERROR_REGISTRY), ...Object.keys(HTTP_ERROR_REGISTRY)] as (ErrorCode | HttpErrorCode)[];
  const rows = codes
    .map((code) => ({ code, status: statusOf(code), ...entryOf(code) }))
    .sort((a, b) => a.status - b.status || (a.code < b.code ? -1 : 1))
    .map(
      ({ code, status, when, recovery }) =>
        `| ${status} ${STATUS_CODES[status]} | \`${code}\` | ${when} | ${recovery} |`,
    );
  return `${intro}\n| status | code | when | what to do |\n| --- | --- | --- | --- |\n${rows.join("\n")}\n`;
}

function entryOf(code: ErrorCode | HttpErrorCode): { when: string; recovery: string } {
  return code in ERROR_REGISTRY ? ERROR_REGISTRY[code as ErrorCode] : HTTP_ERROR_REGISTRY[code as HttpErrorCode];
}

/** A ready-made use of a token. */
export interface Snippet {
  readonly id: string;
  readonly label: string;
  readonly code: string;
}

const EXAMPLE = {
  provider: "pragma",
  resource: "config",
  name: "hello",
  config: { data: { greeting: "Hello" } },
  lifecycle_state: "pending",
};

/**
 * How programs use a token, with the token in it.
 *
 * @param apiUrl the API's public URL, without a slash at the end
 */
export function tokenSnippets(apiUrl: string, token: string): Snippet[] {
  return [
    { id: "curl", label: "curl", code: curl(apiUrl, token) },
    {
      id: "cli",
      label: "CLI",
      code: `export PRAGMA_API_URL=${apiUrl}\nPRAGMA_AUTH_TOKEN=${token} pragma resources list\n`,
    },
    { id: "sdk", label: "TypeScript", code: sdk(apiUrl, token) },
    { id: "env", label: "Environment", code: `PRAGMA_API_URL=${apiUrl}\nPRAGMA_AUTH_TOKEN=${token}\n` },
  ];
}

function curl(apiUrl: string, token: string): string {
  return `# Who the token is
curl -H "Authorization: Bearer ${token}" ${apiUrl}/auth/me

# Apply a resource
curl -H "Authorization: Bearer ${token}" -H "Content-Type: application/json" \\
  ${apiUrl}/resources/apply \\
  -d '${JSON.stringify(EXAMPLE)}'
`;
}

function sdk(apiUrl: string, token: string): string {
  return `import { Pragma } from "@pragma/sdk";

const pragma = new Pragma({
  apiUrl: ${JSON.stringify(apiUrl)},
  token: ${JSON.stringify(token)},
});
`;
}

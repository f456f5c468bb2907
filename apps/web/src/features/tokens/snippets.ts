import { type Addresses, pragmaFunction, sdkUrl } from "~/lib/packages.ts";

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

/** How programs use a token, with the token in it. Each can be pasted where there are Node, npm and git. */
export function tokenSnippets(addresses: Addresses, token: string): Snippet[] {
  const { apiUrl } = addresses;
  return [
    { id: "curl", label: "curl", code: curl(apiUrl, token) },
    {
      id: "cli",
      label: "CLI",
      code: `export PRAGMA_API_URL=${apiUrl}\nexport PRAGMA_AUTH_TOKEN=${token}\n${pragmaFunction(addresses)}pragma resources list\n`,
    },
    { id: "sdk", label: "TypeScript", code: sdk(addresses, token) },
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

function sdk(addresses: Addresses, token: string): string {
  return `mkdir -p hello-pragma && cd hello-pragma && npm init --yes > /dev/null
npm install ${sdkUrl(addresses)}
cat > hello.mjs <<'END'
import { Pragma } from "@pragma/sdk";

const pragma = new Pragma({
  apiUrl: ${JSON.stringify(addresses.apiUrl)},
  token: ${JSON.stringify(token)},
});
console.log(await pragma.me());
END
node hello.mjs
`;
}

// A certified provider of OpenID Connect, on a port of the kernel's choice, for one client:
// node oidc_provider.mjs FOLDER-OF-THE-PACKAGE ID SECRET WHERE-BACK. It says its address, and
// lets in whoever says a name; what people type there is its own pages for developers.
import { createServer } from "node:http";

const [folder, id, secret, back] = process.argv.slice(2);
const { Provider } = await import(`file://${folder}/lib/index.js`);
const server = createServer().listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: id, client_secret: secret, redirect_uris: [back] }],
    claims: { profile: ["preferred_username"], email: ["email", "email_verified"] },
    findAccount: (_, name) => ({
      accountId: name,
      claims: () => ({ sub: name, preferred_username: name, email: `${name}@house.test`, email_verified: true }),
    }),
  });
  server.on("request", provider.callback());
  console.log(issuer);
});

// A buyer logs in to the services and reads listings and conversations with the functions of hey-api.
import { client } from "./generated/hey-api/client.gen";
import { getCurrentuser, getV1Conversationthreads, getV1Listings, postLogin } from "./generated/hey-api";
import { check, settings } from "./settings";

client.setConfig({ baseUrl: settings.url });

const login = await postLogin({ body: { email: settings.username, password: settings.password } });
if (!login.data || !("accessToken" in login.data)) throw new Error(`login: ${login.response?.status}`);
const token = login.data.accessToken;
client.setConfig({ auth: () => token });

const session = await getCurrentuser();
check(session.response?.status === 200, "whoever logged in is known");

const listings = await getV1Listings({ query: { limit: 3, getJoins: false } });
if (!listings.data || !("listings" in listings.data)) throw new Error(`listings: ${listings.response?.status}`);
check(listings.data.listings.length === 3 && typeof listings.data.nextCursor === "string", "three listings, and a cursor");

const threads = await getV1Conversationthreads({ query: { limit: 2 } });
if (!threads.data || !("conversationThreads" in threads.data)) throw new Error(`threads: ${threads.response?.status}`);
check(threads.data.cursor !== undefined, "threads by cursor");
console.log("hey-api: listings and conversations were read");

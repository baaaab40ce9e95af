// A buyer looks at TrackMate's catalogue with the types of openapi-typescript.
import createClient from "openapi-fetch";
import type { paths } from "./generated/openapi-typescript";
import { check, settings } from "./settings";

const client = createClient<paths>({ baseUrl: settings.url });

const login = await client.POST("/authentications", {
  body: { username: settings.username, password: settings.password },
});
check(login.response.status === 201, `login: ${login.response.status}`);

const list = await client.GET("/products", { params: { query: { page: 1, per_page: 2 } } });
if (!list.data || !("count" in list.data)) throw new Error(`products: ${list.response.status}`);
check(list.data.data.products.length === 2 && list.data.count > 2, "a page of two products");

const [first] = list.data.data.products;
const shown = await client.GET("/products/{id}", { params: { path: { id: first!.id } } });
if (!shown.data || !("error" in shown.data)) throw new Error(`product: ${shown.response.status}`);
const name: string = shown.data.data.product.name;
check(name === first!.name, "the product that was listed");

const none = await client.GET("/products/{id}", { params: { path: { id: "product-none" } } });
check(none.response.status === 404 && none.error !== undefined, "no such product");
console.log("openapi-typescript: a catalogue was read");

import { render } from "preact";
import { start } from "./actions";
import { announce } from "./announce";
import { App } from "./views/app";

render(<App />, document.getElementById("app")!);
announce();
void start();

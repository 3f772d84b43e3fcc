// Page.swift - a page that listens.

let page = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <title>The server's clock</title>
    </head>
    <body>
    <h1>The server's clock</h1>
    <p id="state">Connecting</p>
    <ul id="list"></ul>
    <script>
    const source = new EventSource("/clock/events");
    const state = document.getElementById("state");
    source.onopen = () => { state.textContent = "Connected"; };
    // The browser connects again by itself, and sends the number of the last event that it has seen.
    source.onerror = () => { state.textContent = "The connection is lost"; };
    source.addEventListener("tick", event => {
        const item = document.createElement("li");
        item.textContent = `${event.lastEventId}: ${event.data}`;
        const list = document.getElementById("list");
        list.prepend(item);
        while (list.children.length > 10) { list.lastChild.remove(); }
        console.log(`tick ${event.lastEventId}`);
    });
    </script>
    </body>
    </html>

    """

// First in the page: notes every error, and writes down at the end what has loaded.
var lines = [];
window.addEventListener("error", function (event) {
  lines.push("error " + (event.message || event.target.outerHTML));
}, true);
window.addEventListener("load", function () {
  var players = Array.from(document.querySelectorAll("audio"));
  var waits = players.map(function (player) {
    return new Promise(function (done) {
      if (player.readyState > 0 || player.error) { done(); }
      player.addEventListener("loadedmetadata", done);
      player.addEventListener("error", done);
      setTimeout(done, 15000);
    });
  });
  Promise.all(waits).then(function () {
    players.forEach(function (player) {
      lines.push("player " + (player.error ? "error " + player.error.message : player.duration));
      if (!player.controls || !player.getAttribute("aria-label")) { lines.push("unnamed " + player.outerHTML); }
    });
    document.querySelectorAll("img").forEach(function (image) {
      lines.push("picture " + image.naturalWidth + "x" + image.naturalHeight);
      if (!image.alt) { lines.push("unnamed " + image.outerHTML); }
    });
    document.querySelectorAll("svg[role=img]").forEach(function (drawing) {
      var box = drawing.getBoundingClientRect();
      lines.push("drawing " + Math.round(box.width) + "x" + Math.round(box.height));
      if (!drawing.getAttribute("aria-label")) { lines.push("unnamed drawing"); }
    });
    document.querySelectorAll("a[href^='#']").forEach(function (link) {
      if (!document.querySelector(link.getAttribute("href"))) { lines.push("error no " + link.outerHTML); }
    });
    document.querySelectorAll(".scroll").forEach(function (region) {
      if (region.tabIndex !== 0) { lines.push("error not reached by keyboard: " + region.outerHTML); }
    });
    performance.getEntriesByType("resource").forEach(function (entry) {
      if (!entry.name.startsWith("file:") && !entry.name.startsWith("data:")) { lines.push("external " + entry.name); }
    });
    lines.push("heading " + document.querySelector("h1").textContent);
    lines.push("bold " + document.querySelectorAll("b").length);
    lines.push("background " + getComputedStyle(document.body).backgroundColor);
    lines.push("wider " + Math.max(0, document.documentElement.scrollWidth - window.innerWidth));
    lines.push("width " + window.innerWidth);
    var checked = document.createElement("pre");
    checked.id = "checked";
    checked.textContent = lines.join("\n");
    document.body.append(checked);
  });
});

// Prints from a service with java.net.http: create and execute arrive in chunks, as a form, with the Accept of a browser.
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;

public class Service {
  static final String API = "https://api.epsonconnect.com/api/2/printing";
  static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  static final String MISTAKE = System.getenv().getOrDefault("MISTAKE", "");

  static BodyPublisher chunked(String text) {
    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  static String post(String url, int status, BodyPublisher body, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(url)).POST(body).headers(headers).build();
    var answer = CLIENT.send(request, BodyHandlers.ofString());
    if (answer.statusCode() == status) return answer.body();
    System.err.println(request.uri().getPath() + ": " + answer.statusCode() + " " + answer.body());
    System.exit(1);
    return null;
  }

  static String member(String json, String name) {
    var found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
    if (!found.find()) throw new IllegalStateException(name + " is missing");
    return found.group(1);
  }

  public static void main(String[] args) throws Exception {
    var store = Path.of(System.getenv("TOKENS"));
    var credentials = System.getenv("EPSON_CONNECT_API_CLIENT_ID") + ":" + System.getenv("EPSON_CONNECT_API_CLIENT_SECRET");
    var basic = "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    var former = member(Files.readString(store), MISTAKE.equals("access-token-as-refresh") ? "access_token" : "refresh_token");
    var tokens = post("https://auth.epsonconnect.com/auth/token", 200,
        BodyPublishers.ofString("grant_type=refresh_token&refresh_token=" + URLEncoder.encode(former, StandardCharsets.UTF_8)),
        "Authorization", basic, "Content-Type", "application/x-www-form-urlencoded;charset=UTF-8");
    Files.writeString(store, tokens);
    var bearer = "Bearer " + member(tokens, "access_token");
    var key = System.getenv("EPSON_CONNECT_API_KEY");

    var order = "{\"jobName\":\"Invoice 17 \u2013 M\u00fcller\",\"printMode\":\"document\",\"printSettings\":{"
        + "\"paperSize\":\"ps_a4\",\"paperType\":\"pt_plainpaper\",\"borderless\":false,\"printQuality\":\"normal\","
        + "\"paperSource\":\"auto\",\"colorMode\":\"mono\",\"doubleSided\":\"none\",\"copies\":2}}";
    var job = post(API + "/jobs", 201, chunked(order),
        "Authorization", bearer, "x-api-key", key, "Content-Type", "application/json");
    var name = MISTAKE.equals("name-without-extension") ? "1" : "1.pdf";
    post(member(job, "uploadUri") + "&File=" + name, 200, BodyPublishers.ofFile(Path.of(args[0])),
        "Content-Type", "application/octet-stream");
    post(API + "/jobs/" + member(job, "jobId") + "/print", 202, chunked(""),
        "Authorization", bearer, "x-api-key", key, "Content-Type", "application/x-www-form-urlencoded",
        "Accept", "text/html, image/gif, image/jpeg, */*; q=0.2");
    System.out.println("printed as job " + member(job, "jobId"));
  }
}

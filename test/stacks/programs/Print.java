// Prints with java.net.http, which tries to go up to HTTP/2 where it can: java Print.java FILE
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;

public class Print {
  static final String API = "https://api.epsonconnect.com/api/1/printing";
  static final HttpClient CLIENT = HttpClient.newHttpClient();

  static String post(String url, int status, BodyPublisher body, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(url)).POST(body).headers(headers).build();
    var answer = CLIENT.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != status) throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    return answer.body();
  }

  static String member(String json, String name) {
    var found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
    if (!found.find()) throw new IllegalStateException(name + " is missing");
    return found.group(1);
  }

  public static void main(String[] args) throws Exception {
    var credentials = System.getenv("EPSON_CONNECT_API_CLIENT_ID") + ":" + System.getenv("EPSON_CONNECT_API_CLIENT_SECRET");
    var printer = URLEncoder.encode(System.getenv("EPSON_CONNECT_API_PRINTER_EMAIL"), StandardCharsets.UTF_8);
    var auth = post(API + "/oauth2/auth/token?subject=printer", 200,
        BodyPublishers.ofString("grant_type=password&username=" + printer + "&password="),
        "Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)),
        "Content-Type", "application/x-www-form-urlencoded");
    var bearer = "Bearer " + member(auth, "access_token");
    var jobs = API + "/printers/" + member(auth, "subject_id") + "/jobs";

    var order = "{\"job_name\":\"Invoice 17 \u2013 M\u00fcller\",\"print_mode\":\"document\",\"print_setting\":{"
        + "\"media_size\":\"ms_a4\",\"media_type\":\"mt_plainpaper\",\"borderless\":false,\"print_quality\":\"normal\","
        + "\"source\":\"auto\",\"color_mode\":\"mono\",\"copies\":2}}";
    var job = post(jobs, 201, BodyPublishers.ofString(order),
        "Authorization", bearer, "Content-Type", "application/json");
    post(member(job, "upload_uri") + "&File=1.pdf", 200, BodyPublishers.ofFile(Path.of(args[0])),
        "Content-Type", "application/octet-stream");
    post(jobs + "/" + member(job, "id") + "/print", 200, BodyPublishers.noBody(), "Authorization", bearer);
    System.out.println("printed as job " + member(job, "id"));
  }
}

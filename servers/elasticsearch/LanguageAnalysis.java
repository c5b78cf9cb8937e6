import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.ar.ArabicNormalizationFilter;
import org.apache.lucene.analysis.ar.ArabicStemFilter;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.core.DecimalDigitFilter;
import org.apache.lucene.analysis.el.GreekLowerCaseFilter;
import org.apache.lucene.analysis.el.GreekStemFilter;
import org.apache.lucene.analysis.email.UAX29URLEmailTokenizer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;
import org.apache.lucene.analysis.miscellaneous.StemmerOverrideFilter;
import org.apache.lucene.analysis.pattern.PatternCaptureGroupTokenFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.tr.TurkishLowerCaseFilter;
import org.apache.lucene.analysis.util.CharTokenizer;
import org.elasticsearch.Build;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.cluster.metadata.IndexNameExpressionResolver;
import org.elasticsearch.cluster.node.DiscoveryNodes;
import org.elasticsearch.common.io.stream.NamedWriteableRegistry;
import org.elasticsearch.common.settings.ClusterSettings;
import org.elasticsearch.common.settings.IndexScopedSettings;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.common.settings.SettingsFilter;
import org.elasticsearch.features.NodeFeature;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.ActionPlugin;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.rest.BaseRestHandler;
import org.elasticsearch.rest.RestController;
import org.elasticsearch.rest.RestHandler;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.RestResponse;
import org.elasticsearch.rest.RestStatus;
import org.elasticsearch.xcontent.XContentBuilder;

/**
 * Gives the distribution that Elastic publishes for tests what a full one has in its modules analysis-common and rest-root, as far as
 * this project and the server's own security index ask for it: under the same names, with the same parameters, made of the same Lucene
 * classes. So the same index settings work, and do the same, on both.
 */
public final class LanguageAnalysis extends Plugin implements AnalysisPlugin, ActionPlugin {

    private static final Map<String, Function<TokenStream, TokenStream>> STEMMERS = Map.of(
        "arabic", ArabicStemFilter::new,
        "greek", GreekStemFilter::new,
        "porter2", in -> new SnowballFilter(in, "English"),
        "french", in -> new SnowballFilter(in, "French"),
        "german", in -> new SnowballFilter(in, "German"),
        "italian", in -> new SnowballFilter(in, "Italian"),
        "portuguese", in -> new SnowballFilter(in, "Portuguese"),
        "russian", in -> new SnowballFilter(in, "Russian"),
        "spanish", in -> new SnowballFilter(in, "Spanish"),
        "turkish", in -> new SnowballFilter(in, "Turkish")
    );

    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        return Map.of("mapping", (index, environment, name, settings) -> {
            NormalizeCharMap map = charMap(settings.getAsList("mappings"));
            return new CharFilterFactory() {
                @Override
                public String name() {
                    return name;
                }

                @Override
                public Reader create(Reader reader) {
                    return new MappingCharFilter(map, reader);
                }
            };
        });
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return Map.of(
            "char_group",
            (index, environment, name, settings) -> {
                Predicate<Integer> separates = separators(settings.getAsList("tokenize_on_chars"));
                return TokenizerFactory.newFactory(name, () -> CharTokenizer.fromSeparatorCharPredicate(separates::test));
            },
            "uax_url_email",
            (index, environment, name, settings) -> TokenizerFactory.newFactory(name, (Supplier<Tokenizer>) UAX29URLEmailTokenizer::new)
        );
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        return Map.of(
            "arabic_normalization", filter((in, settings) -> new ArabicNormalizationFilter(in)),
            "asciifolding", filter((in, settings) -> new ASCIIFoldingFilter(in, settings.getAsBoolean("preserve_original", false))),
            "decimal_digit", filter((in, settings) -> new DecimalDigitFilter(in)),
            "lowercase", filter((in, settings) -> switch (settings.get("language", "")) {
                case "" -> new LowerCaseFilter(in);
                case "greek" -> new GreekLowerCaseFilter(in);
                case "turkish" -> new TurkishLowerCaseFilter(in);
                default -> throw new IllegalArgumentException("no such lowercase language here: " + settings.get("language"));
            }),
            "pattern_capture", filter((in, settings) -> new PatternCaptureGroupTokenFilter(
                in,
                settings.getAsBoolean("preserve_original", true),
                settings.getAsList("patterns").stream().map(Pattern::compile).toArray(Pattern[]::new)
            )),
            "stemmer", filter((in, settings) -> {
                Function<TokenStream, TokenStream> stemmer = STEMMERS.get(settings.get("language"));
                if (stemmer == null) {
                    throw new IllegalArgumentException("no such stemmer here: " + settings.get("language"));
                }
                return stemmer.apply(in);
            }),
            "stemmer_override", (index, environment, name, settings) -> {
                StemmerOverrideFilter.StemmerOverrideMap map = overrides(settings.getAsList("rules"));
                return new AbstractTokenFilterFactory(name, settings) {
                    @Override
                    public TokenStream create(TokenStream in) {
                        return new StemmerOverrideFilter(in, map);
                    }
                };
            },
            "unique", filter((in, settings) -> new RemoveDuplicatesTokenFilter(in))
        );
    }

    /** GET /: what a client looks at first. */
    @Override
    public Collection<RestHandler> getRestHandlers(
        Settings settings,
        NamedWriteableRegistry writeables,
        RestController controller,
        ClusterSettings clusterSettings,
        IndexScopedSettings indexSettings,
        SettingsFilter settingsFilter,
        IndexNameExpressionResolver names,
        Supplier<DiscoveryNodes> nodes,
        Predicate<NodeFeature> features
    ) {
        return List.of(new BaseRestHandler() {
            @Override
            public String getName() {
                return "main_action";
            }

            @Override
            public List<Route> routes() {
                return List.of(new Route(RestRequest.Method.GET, "/"), new Route(RestRequest.Method.HEAD, "/"));
            }

            @Override
            protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
                return channel -> {
                    XContentBuilder body = channel.newBuilder().startObject();
                    body.field("name", settings.get("node.name")).field("cluster_name", settings.get("cluster.name"));
                    body.startObject("version").field("number", Build.current().version()).field("build_flavor", "default").endObject();
                    channel.sendResponse(new RestResponse(RestStatus.OK, body.field("tagline", "You Know, for Search").endObject()));
                };
            }
        });
    }

    private static AnalysisProvider<TokenFilterFactory> filter(BiFunction<TokenStream, Settings, TokenStream> make) {
        return (index, environment, name, settings) -> new AbstractTokenFilterFactory(name, settings) {
            @Override
            public TokenStream create(TokenStream in) {
                return make.apply(in, settings);
            }
        };
    }

    /** Rules like "ё => е"; the escapes that the full distribution knows are not needed here. */
    private static NormalizeCharMap charMap(List<String> rules) {
        NormalizeCharMap.Builder map = new NormalizeCharMap.Builder();
        for (String rule : rules) {
            String[] sides = rule.split("=>", 2);
            map.add(sides[0].strip(), sides[1].strip());
        }
        return map.build();
    }

    private static StemmerOverrideFilter.StemmerOverrideMap overrides(List<String> rules) {
        StemmerOverrideFilter.Builder builder = new StemmerOverrideFilter.Builder(false);
        for (String rule : rules) {
            String[] sides = rule.split("=>", 2);
            builder.add(sides[0].strip(), sides[1].strip());
        }
        try {
            return builder.build();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** The classes of characters, and single ones, that the tokenizer char_group splits at. */
    private static Predicate<Integer> separators(List<String> given) {
        boolean whitespace = given.contains("whitespace");
        boolean punctuation = given.contains("punctuation");
        boolean symbol = given.contains("symbol");
        Set<Integer> single = new HashSet<>();
        for (String one : given) {
            if (one.codePointCount(0, one.length()) == 1) {
                single.add(one.codePointAt(0));
            }
        }
        return character -> single.contains(character)
            || whitespace && Character.isWhitespace(character)
            || punctuation && isPunctuation(character)
            || symbol && isSymbol(character);
    }

    private static boolean isPunctuation(int character) {
        return switch (Character.getType(character)) {
            case Character.START_PUNCTUATION, Character.END_PUNCTUATION, Character.OTHER_PUNCTUATION, Character.CONNECTOR_PUNCTUATION,
                Character.DASH_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION -> true;
            default -> false;
        };
    }

    private static boolean isSymbol(int character) {
        return switch (Character.getType(character)) {
            case Character.CURRENCY_SYMBOL, Character.MATH_SYMBOL, Character.OTHER_SYMBOL, Character.MODIFIER_SYMBOL -> true;
            default -> false;
        };
    }
}
